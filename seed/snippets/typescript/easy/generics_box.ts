interface Box<T> {
  value: T;
  isFull: boolean;
}
