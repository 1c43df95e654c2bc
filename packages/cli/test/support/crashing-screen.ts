import { Screen } from "../../src/top/screen.ts";

/** A program that takes the whole terminal, and crashes. */
const screen = new Screen(process.stdout);
screen.show(["about to crash"]);
setTimeout(() => {
  throw new Error("crashed on purpose");
}, 10);
