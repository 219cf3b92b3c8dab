interface Playlist extends Iterable<string> {
  readonly title: string;
  shuffle(): void;
  append(song: string): number;
}
