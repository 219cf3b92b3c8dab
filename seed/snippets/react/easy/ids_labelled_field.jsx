import { useId } from "react";

export function useField(name) {
  const id = useId();
  return [{ htmlFor: id }, { id, name }];
}
