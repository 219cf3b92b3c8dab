const defaultVolume = 40;
const maximumVolume = 100;

export { defaultVolume, maximumVolume as loudest };
