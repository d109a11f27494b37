package dev.payoff.faults;
import java.util.List;
final class DataFaults { static List<Fault> all() { return List.of(); } }
