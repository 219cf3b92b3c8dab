export class Playlist {
  constructor(name, tracks) {
    this.name = name;
    this.tracks = tracks;
  }

  *[Symbol.iterator]() {
    yield* this.tracks.filter((track) => !track.skipped);
  }
}
