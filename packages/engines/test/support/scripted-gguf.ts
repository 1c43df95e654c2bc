import { type GgufTensor, writeGguf } from "./write-gguf.ts";

const special = ["<unk>", "<s>", "</s>", "<|user|>", "<|system|>", "<|assistant|>", "<think>", "</think>"];
const letters = [..." abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,?!:-\n"].map((letter) =>
  letter === " " ? "▁" : letter,
);

const template =
  "{% for m in messages %}{{ '<|' + m['role'] + '|>' + m['content'] }}{% if m['role'] == 'assistant' %}{{ '</s>' }}{% endif %}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

/**
 * Writes a model of llama's shape that knows a script by heart: each token is followed by one other, whatever came
 * before. Its weights are laid out so that the blocks add nothing and the output is a table of successors.
 *
 * @param script what follows `<|assistant|>` and `?`, token by token; all must be different
 * @param endless whether the script begins again at its end
 * @returns the tokens, at their ids
 */
export function writeScriptedGguf(path: string, script: readonly string[], endless = false): string[] {
  const bytes = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, "0")}>`);
  const words = script.map((token) => token.replaceAll(" ", "▁"));
  const tokens = [...new Set([...special, ...bytes, ...letters, ...words])];
  while (tokens.length % 32 !== 0) tokens.push(`<unused${tokens.length}>`);
  const size = tokens.length;
  const kind = (token: string): number =>
    token === "<unk>"
      ? 2
      : special.includes(token)
        ? 3
        : bytes.includes(token)
          ? 6
          : token.startsWith("<unused")
            ? 5
            : 1;

  const follows = new Map<string, string>();
  const steps = ["<|assistant|>", ...words];
  // So that a bare prompt, which no template ends, can begin it too.
  follows.set("?", words[0] as string);
  for (const [index, token] of steps.entries())
    follows.set(token, steps[index + 1] ?? (endless ? (words[0] as string) : "</s>"));

  const matrix = (columns: number, rows: number): GgufTensor => ({
    shape: [columns, rows],
    data: new Float32Array(columns * rows),
  });
  const embedding = matrix(size, size);
  const output = matrix(size, size);
  for (const [id, token] of tokens.entries()) {
    embedding.data[id * size + id] = 1;
    const next = tokens.indexOf(follows.get(token) ?? "</s>");
    output.data[next * size + id] = 1;
  }
  const ones = (): GgufTensor => ({ shape: [size], data: new Float32Array(size).fill(1) });
  const feedForward = 32;
  writeGguf(
    path,
    {
      "general.architecture": "llama",
      "general.name": "scripted",
      "llama.context_length": 512,
      "llama.embedding_length": size,
      "llama.block_count": 1,
      "llama.feed_forward_length": feedForward,
      "llama.attention.head_count": size / 32,
      "llama.attention.head_count_kv": 1,
      "llama.rope.dimension_count": 32,
      "llama.attention.layer_norm_rms_epsilon": 1e-5,
      "llama.vocab_size": size,
      "tokenizer.ggml.model": "llama",
      "tokenizer.ggml.tokens": tokens,
      "tokenizer.ggml.scores": new Float32Array(size).map((_, id) => -id / 1000),
      "tokenizer.ggml.token_type": new Int32Array(tokens.map(kind)),
      "tokenizer.ggml.bos_token_id": 1,
      "tokenizer.ggml.eos_token_id": 2,
      "tokenizer.ggml.unknown_token_id": 0,
      "tokenizer.ggml.add_bos_token": true,
      "tokenizer.ggml.add_eos_token": false,
      "tokenizer.ggml.add_space_prefix": false,
      "tokenizer.chat_template": template,
    },
    {
      "token_embd.weight": embedding,
      "output_norm.weight": ones(),
      "output.weight": output,
      "blk.0.attn_norm.weight": ones(),
      "blk.0.attn_q.weight": matrix(size, size),
      "blk.0.attn_k.weight": matrix(size, 32),
      "blk.0.attn_v.weight": matrix(size, 32),
      "blk.0.attn_output.weight": matrix(size, size),
      "blk.0.ffn_norm.weight": ones(),
      "blk.0.ffn_gate.weight": matrix(size, feedForward),
      "blk.0.ffn_up.weight": matrix(size, feedForward),
      "blk.0.ffn_down.weight": matrix(feedForward, size),
    },
  );
  return tokens;
}
