type Sound = { volume: number; muted: boolean };

function withVolume(sound: Sound, volume: number): Sound {
  return { ...sound, volume, muted: volume === 0 };
}
