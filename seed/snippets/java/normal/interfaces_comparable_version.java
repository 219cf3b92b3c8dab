record Version(int major, int minor) implements Comparable<Version> {
    @Override
    public int compareTo(Version other) {
        int order = Integer.compare(major, other.major);
        return order != 0 ? order : Integer.compare(minor, other.minor);
    }
}
