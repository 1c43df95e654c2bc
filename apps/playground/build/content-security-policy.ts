import type { Plugin } from "vite";

/**
 * What the page may load. Scripts and styles come from files only. Images are the page's own or pasted ones: an answer
 * must not be able to fetch an address by naming it. Fleets may be anywhere, so requests may go anywhere.
 *
 * A server that sends it as a header adds `frame-ancestors 'none'`, which a meta tag cannot say.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' http: https:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Puts the policy into the built page. The development server works with inline scripts, and goes without. */
export function contentSecurityPolicyTag(): Plugin {
  return {
    name: "content-security-policy-tag",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: () => [
        {
          tag: "meta",
          attrs: { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy },
          injectTo: "head-prepend",
        },
      ],
    },
  };
}
