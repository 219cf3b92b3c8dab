import { useReducer } from "react";

const next = (step) => Math.min(step + 1, 4);
export const useSteps = () => useReducer(next, 1);
