export { defineEngine } from "./define/define-engine.ts";
export type { EngineCall, EngineDefinition, EnginePiece } from "./define/engine-definition.ts";
