record Patient(String name, int urgency) {}

Queue<Patient> waiting = new PriorityQueue<>(
    Comparator.comparingInt(Patient::urgency).reversed());
void arrive(String name, int urgency) {
    waiting.add(new Patient(name, urgency));
}
