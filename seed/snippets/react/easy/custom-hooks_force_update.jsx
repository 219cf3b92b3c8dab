import { useReducer } from "react";

export const useForceUpdate = () => useReducer((count) => count + 1, 0)[1];
