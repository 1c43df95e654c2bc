// The budget lies with the benchmarks, which compare it with other clients.
export { default } from "./tooling/bench/size-budget.mjs";
