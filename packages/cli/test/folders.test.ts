import { describe, expect, it } from "vitest";
import { foldersOf } from "../src/folders.ts";

describe("foldersOf", () => {
  it("follows XDG on Linux", () => {
    expect(foldersOf({ platform: "linux", home: "/home/me", env: {} })).toEqual({
      config: "/home/me/.config/modelfleet",
      data: "/home/me/.local/share/modelfleet",
      state: "/home/me/.local/state/modelfleet",
    });
  });

  it("takes the variables, unless they are relative, on every platform", () => {
    const env = { XDG_STATE_HOME: "/state", XDG_CONFIG_HOME: "config" };
    expect(foldersOf({ platform: "linux", home: "/home/me", env })).toMatchObject({
      state: "/state/modelfleet",
      config: "/home/me/.config/modelfleet",
    });
    expect(foldersOf({ platform: "darwin", home: "/Users/me", env })).toMatchObject({ state: "/state/modelfleet" });
  });

  it("knows where macOS and Windows keep such files", () => {
    expect(foldersOf({ platform: "darwin", home: "/Users/me", env: {} }).state).toBe(
      "/Users/me/Library/Application Support/modelfleet",
    );
    const env = { APPDATA: "/roaming", LOCALAPPDATA: "/local" };
    expect(foldersOf({ platform: "win32", home: "/me", env })).toEqual({
      config: "/roaming/modelfleet",
      data: "/local/modelfleet",
      state: "/local/modelfleet",
    });
  });
});
