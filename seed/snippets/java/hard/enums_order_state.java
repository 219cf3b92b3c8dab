enum OrderState {
    CART, PAID, SHIPPED, DELIVERED, CANCELLED;

    Set<OrderState> next() {
        return switch (this) {
            case CART -> EnumSet.of(PAID, CANCELLED);
            case PAID -> EnumSet.of(SHIPPED, CANCELLED);
            case SHIPPED -> EnumSet.of(DELIVERED);
            case DELIVERED, CANCELLED -> EnumSet.noneOf(OrderState.class);
        };
    }
}
