enum Visibility {
  Private,
  Public,
}
const initial: Visibility = Visibility.Private;
