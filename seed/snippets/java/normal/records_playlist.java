record Track(String title, int seconds) {}

record Playlist(List<Track> tracks) {
    String length() {
        int total = tracks.stream().mapToInt(Track::seconds).sum();
        return "%d:%02d".formatted(total / 60, total % 60);
    }
}
