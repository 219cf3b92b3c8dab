type Loading<T> = {
  [K in keyof T as `is${Capitalize<string & K>}Loading`]: boolean;
};

const flags: Loading<{ user: string; cart: number }> = {
  isUserLoading: true,
  isCartLoading: false,
};
