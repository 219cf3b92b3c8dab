class Bill {
    private final Map<String, Long> balance = new TreeMap<>();

    void paid(String who, long cents, List<String> guests) {
        long share = cents / guests.size();
        long rest = cents % guests.size();
        balance.merge(who, cents, Long::sum);
        for (String guest : guests) {
            long owed = share + (rest-- > 0 ? 1 : 0);
            balance.merge(guest, -owed, Long::sum);
        }
    }

    List<String> settle() {
        List<String> payments = new ArrayList<>();
        var byBalance = Map.Entry.<String, Long>comparingByValue();
        while (true) {
            var debtor = Collections.min(balance.entrySet(), byBalance);
            var creditor = Collections.max(balance.entrySet(), byBalance);
            long cents = Math.min(-debtor.getValue(), creditor.getValue());
            if (cents <= 0) return payments;
            debtor.setValue(debtor.getValue() + cents);
            creditor.setValue(creditor.getValue() - cents);
            payments.add("%s pays %s %d.%02d".formatted(debtor.getKey(),
                creditor.getKey(), cents / 100, cents % 100));
        }
    }
}
