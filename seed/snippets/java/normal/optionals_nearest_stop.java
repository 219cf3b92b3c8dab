static Optional<Stop> nearestStop(List<Stop> stops, Point here) {
    return stops.stream()
        .filter(Stop::isOpen)
        .min(Comparator.comparingDouble(stop -> stop.distanceTo(here)));
}

String sign = nearestStop(stops, here).map(Stop::name).orElse("No stop");
