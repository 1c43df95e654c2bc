import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";
import { contentSecurityPolicyTag } from "./build/content-security-policy.ts";
import { serviceWorkerFile } from "./build/service-worker-file.ts";

export default defineConfig({
  // Relative, so that the built folder works under any path.
  base: "./",
  plugins: [react(), serviceWorkerFile(), contentSecurityPolicyTag()],
  resolve: { conditions: ["modelfleet-source", ...defaultClientConditions] },
  build: {
    target: ["chrome123", "firefox128", "safari17.5"],
    // The policy refuses inlined scripts and fonts; images stay files as well.
    assetsInlineLimit: 0,
    // Everything that runs in a page's first moment is one chunk; the rest loads by import().
    modulePreload: { polyfill: false },
  },
});
