package dev.payoff.alert;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who serves which kind of channel. */
@ApplicationScoped
class Messengers {

    private final Map<Channel.Kind, Messenger> byKind;

    @Inject
    Messengers(@All List<Messenger> all) {
        this.byKind = all.stream().collect(Collectors.toMap(Messenger::kind, Function.identity()));
    }

    Messenger of(Channel.Kind kind) {
        Messenger messenger = byKind.get(kind);
        if (messenger == null) {
            throw new IllegalStateException("Nobody serves channels of the kind " + kind);
        }
        return messenger;
    }
}
