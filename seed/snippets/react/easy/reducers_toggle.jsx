import { useReducer } from "react";

export const useSwitch = () => useReducer((on) => !on, false);
