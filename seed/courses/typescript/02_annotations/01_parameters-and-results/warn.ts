const warn = (message: string): void => {
  console.warn(message);
};
