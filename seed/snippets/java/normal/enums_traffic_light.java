enum Light {
    RED, GREEN, AMBER;

    Light next() {
        Light[] all = values();
        return all[(ordinal() + 1) % all.length];
    }
}
