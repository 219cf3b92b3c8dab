record CronField(BitSet allowed) {
    static CronField parse(String text, int low, int high) {
        BitSet allowed = new BitSet(high + 1);
        for (String part : text.split(",")) {
            String[] stepped = part.split("/");
            int step = stepped.length > 1 ? Integer.parseInt(stepped[1]) : 1;
            int from = low, to = high;
            if (!stepped[0].equals("*")) {
                String[] ends = stepped[0].split("-");
                from = Integer.parseInt(ends[0]);
                to = Integer.parseInt(ends[ends.length - 1]);
            }
            if (from < low || to > high || from > to) {
                throw new IllegalArgumentException(part + " is out of range");
            }
            for (int value = from; value <= to; value += step) {
                allowed.set(value);
            }
        }
        return new CronField(allowed);
    }

    int next(int after) {
        int found = allowed.nextSetBit(after);
        return found >= 0 ? found : allowed.nextSetBit(0);
    }
}
