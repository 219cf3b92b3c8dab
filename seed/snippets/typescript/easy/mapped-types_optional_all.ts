type Draft<T> = {
  [Key in keyof T]?: T[Key];
};
