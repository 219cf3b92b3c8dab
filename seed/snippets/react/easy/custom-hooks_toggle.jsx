import { useReducer } from "react";

const flip = (on) => !on;
export const useToggle = (on) => useReducer(flip, on);
