import { createStore, type Store } from "../state/store.ts";

/** Whether the dialog that chooses the connection is open: it is opened from many places. */
export const connectionDialog: Store<boolean> = createStore(false);
