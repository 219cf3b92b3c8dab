Map<String, Double> averages = readings.stream()
    .filter(reading -> reading.quality() > 0.8)
    .collect(Collectors.groupingBy(
        Reading::city,
        Collectors.averagingDouble(Reading::celsius)));
averages.forEach((city, mean) -> log(city, mean));
