from dataclasses import dataclass, field


@dataclass
class Playlist:
    name: str
    tracks: list[str] = field(default_factory=list)
    minutes: float = 0.0

    def add(self, title: str, minutes: float) -> None:
        self.tracks.append(title)
        self.minutes += minutes

    def __len__(self) -> int:
        return len(self.tracks)
