const settings = { theme: "dark", volume: 70, muted: false };
type SettingName = keyof typeof settings;

const edited: SettingName = "volume";
