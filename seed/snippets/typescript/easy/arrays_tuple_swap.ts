function swap<A, B>([first, second]: [A, B]): [B, A] {
  return [second, first];
}
