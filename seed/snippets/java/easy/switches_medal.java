String medal = switch (place) {
    case 1 -> "gold";
    case 2 -> "silver";
    default -> "none";
};
