import { useState } from "react";

const RULES = {
  email: (text) => !/^\S+@\S+\.\w+$/.test(text) && "Not an address",
  password: (text) => text.length < 10 && "Too short",
};

export function useErrors() {
  const [errors, setErrors] = useState({});
  const onBlur = ({ target: { name, value } }) => {
    setErrors((known) => ({ ...known, [name]: RULES[name](value) }));
  };
  return { errors, onBlur };
}
