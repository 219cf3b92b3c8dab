int total = parcels.stream()
    .mapToInt(Parcel::grams)
    .sum();
