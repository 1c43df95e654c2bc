import type { ModelMetadata } from "@modelfleet/client";
import type { ImageAttachment } from "./conversation.ts";

export const acceptedImages = "image/png,image/jpeg,image/webp,image/gif";
const largestBytes = 8 * 1024 * 1024;

/** Reads a file that was chosen, pasted or dropped. */
export async function readImage(file: File): Promise<ImageAttachment | "too-large" | "not-an-image"> {
  if (!acceptedImages.split(",").includes(file.type)) return "not-an-image";
  if (file.size > largestBytes) return "too-large";
  const dataUrl = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return { name: file.name || "image", dataUrl };
}

/** Names that makers give to models that see. */
const seeing = /(^|[-_./\d])(vl|vision|llava|omni|gpt-4o|gpt-4\.1|gpt-5|gemini|pixtral|internvl|minicpm-v|cogvlm)/i;

/**
 * Whether a model is known to take images. The protocol has no word for it: what the worker says of the model decides,
 * and its name otherwise.
 */
export function takesImages(metadata: ModelMetadata | undefined): boolean {
  if (!metadata) return false;
  const { modalities, vision } = metadata.metadata;
  if (typeof vision === "boolean") return vision;
  if (Array.isArray(modalities)) return modalities.includes("image");
  return metadata.models.some((name) => seeing.test(name));
}
