boolean rain = forecast.stream()
    .anyMatch(day -> day.millimetres() > 0.5);
System.out.println(rain ? "Umbrella!" : "Sunglasses!");
