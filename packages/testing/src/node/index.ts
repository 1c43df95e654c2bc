export { type ServedStandIn, type ServeStandInOptions, serveStandIn } from "./serve-stand-in.ts";
