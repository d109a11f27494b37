package dev.payoff.faults;
import java.util.List;
final class OutsideFaults { static List<Fault> all() { return List.of(); } }
