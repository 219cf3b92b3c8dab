enum Zone { CITY, COUNTRY, ABROAD }

static int shippingDays(Zone zone, boolean express) {
    int days = switch (zone) {
        case CITY -> 1;
        case COUNTRY -> 3;
        case ABROAD -> 8;
    };
    return express ? (days + 1) / 2 : days;
}
