package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Page;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people do with templates; a tenant's own take effect for projects made after. */
@ApplicationScoped
class OwnTemplates {

    /** All of a tenant's own templates are in one page, so they are few. */
    static final int MAX_OWN = 100;

    private final TenantSession tenants;
    private final Templates templates;
    private final TemplateReader reader;
    private final Audit audit;
    private final TimeAndChance time;

    OwnTemplates(
            TenantSession tenants,
            Templates templates,
            TemplateReader reader,
            Audit audit,
            TimeAndChance time) {
        this.tenants = tenants;
        this.templates = templates;
        this.reader = reader;
        this.audit = audit;
        this.time = time;
    }

    Uni<Page<TemplateView.Summary>> list(Caller caller) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(tenant, () -> templates.own(tenant))
                .map(own -> {
                    List<TemplateView.Summary> all = new ArrayList<>();
                    templates.builtIn().stream()
                            .map(TemplateView::builtIn)
                            .map(TemplateView::summary)
                            .forEach(all::add);
                    own.stream()
                            .map(one -> TemplateView.own(templates.read(one), one.version))
                            .map(TemplateView::summary)
                            .forEach(all::add);
                    return new Page<>(all, null);
                });
    }

    Uni<TemplateView> get(Caller caller, String key) {
        Optional<Template> builtIn = templates.builtIn(key);
        if (builtIn.isPresent()) {
            return Uni.createFrom().item(TemplateView.builtIn(builtIn.get()));
        }
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(tenant, () -> require(tenant, key, LockModeType.NONE))
                .map(own -> TemplateView.own(templates.read(own), own.version));
    }

    Uni<TemplateView> create(Caller caller, byte[] body) {
        Template template = reader.read(Bodies.tree(body));
        refuseBuiltIn(template.key());
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        templates
                                .own(tenant)
                                .invoke(OwnTemplates::refuseTooMany)
                                .chain(() ->
                                        Taken.told(
                                                templates.persistAndFlush(made(tenant, template)),
                                                "template",
                                                template.key()))
                                .call(own -> templates.keep(own, time.now()))
                                .call(own -> record(caller, own, "created"))
                                .map(own -> TemplateView.own(template, own.version)));
    }

    private OwnTemplate made(UUID tenant, Template template) {
        OwnTemplate own = new OwnTemplate();
        own.id = time.newId();
        own.tenantId = tenant;
        own.key = template.key();
        own.name = template.name();
        own.body = Bodies.text(template.json());
        own.version = 1;
        own.createdAt = time.now();
        return own;
    }

    Uni<TemplateView> replace(Caller caller, String key, @Nullable String ifMatch, byte[] body) {
        refuseBuiltIn(key);
        ObjectNode tree = Bodies.tree(body);
        if (!tree.has("key")) {
            tree.put("key", key);
        }
        Template template = reader.read(tree);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        require(tenant, key, LockModeType.PESSIMISTIC_WRITE)
                                .invoke(own -> Versions.check(ifMatch, own.version))
                                .invoke(own -> refuseOtherKey(own, template))
                                .chain(own -> replaced(caller, own, template))
                                .map(own -> TemplateView.own(template, own.version)));
    }

    private Uni<OwnTemplate> replaced(Caller caller, OwnTemplate own, Template template) {
        // One that is older than the keeping of versions is kept before it is gone.
        return templates
                .keep(own, time.now())
                .invoke(() -> {
                    own.name = template.name();
                    own.body = Bodies.text(template.json());
                    own.version++;
                })
                .chain(() -> templates.flush())
                .chain(() -> templates.keep(own, time.now()))
                .chain(() -> record(caller, own, "replaced"))
                .replaceWith(own);
    }

    /** A version of a template that may be gone; 404 where it was not kept. */
    Uni<TemplateView> version(Caller caller, String key, int version) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                require(tenant, key, LockModeType.NONE)
                                        .chain(own -> templates.kept(own, version)))
                .map(body -> {
                    if (body == null) {
                        throw ProblemException.notFound("version of template " + key, "" + version);
                    }
                    return TemplateView.own(
                            reader.read(Bodies.tree(body.getBytes(StandardCharsets.UTF_8))),
                            version);
                });
    }

    /** The named templates, own or built in, or all own ones. */
    Uni<List<CatalogueFile.Item>> items(Caller caller, List<String> wanted) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(tenant, () -> templates.own(tenant))
                .map(own -> {
                    List<TemplateView> all = new ArrayList<>();
                    own.forEach(one -> all.add(TemplateView.own(templates.read(one), one.version)));
                    if (!wanted.isEmpty()) {
                        templates.builtIn().forEach(one -> all.add(TemplateView.builtIn(one)));
                        all.removeIf(one -> !wanted.contains(one.key()));
                    }
                    for (String key : wanted) {
                        if (all.stream().noneMatch(one -> one.key().equals(key))) {
                            throw ProblemException.notFound("template", key);
                        }
                    }
                    return all.stream()
                            .map(one -> new CatalogueFile.Item(one.version(), one.template()))
                            .toList();
                });
    }

    /** Takes templates over as the tenant's own, all or none. */
    Uni<List<Catalogues.Taken>> take(
            Caller caller, List<CatalogueFile.Item> items, String fingerprint) {
        List<Template> read = items.stream().map(item -> reader.read(item.template())).toList();
        read.forEach(template -> refuseBuiltIn(template.key()));
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () -> {
                    Uni<List<Catalogues.Taken>> taken = Uni.createFrom().item(ArrayList::new);
                    for (Template template : read) {
                        taken =
                                taken.call(list ->
                                        take(caller, tenant, template, fingerprint)
                                                .invoke(list::add));
                    }
                    return taken;
                });
    }

    private Uni<Catalogues.Taken> take(
            Caller caller, UUID tenant, Template template, String fingerprint) {
        return templates
                .own(tenant, template.key(), LockModeType.PESSIMISTIC_WRITE)
                .chain(own -> {
                    if (own == null) {
                        return templates
                                .own(tenant)
                                .invoke(OwnTemplates::refuseTooMany)
                                .chain(() -> templates.persistAndFlush(made(tenant, template)))
                                .call(made -> templates.keep(made, time.now()))
                                .call(made -> imported(caller, made, fingerprint))
                                .map(made ->
                                        new Catalogues.Taken(made.key, "CREATED", made.version));
                    }
                    if (Bodies.parsed(own.body)
                            .equals(Bodies.parsed(Bodies.text(template.json())))) {
                        return Uni.createFrom()
                                .item(new Catalogues.Taken(own.key, "UNCHANGED", own.version));
                    }
                    return replaced(caller, own, template)
                            .call(changed -> imported(caller, changed, fingerprint))
                            .map(changed ->
                                    new Catalogues.Taken(changed.key, "REPLACED", changed.version));
                });
    }

    private Uni<Void> imported(Caller caller, OwnTemplate own, String fingerprint) {
        return audit.record(
                caller,
                "template.imported",
                "template",
                own.id.toString(),
                new JsonObject()
                        .put("key", own.key)
                        .put("version", own.version)
                        .put("signer", fingerprint));
    }

    Uni<Void> remove(Caller caller, String key, @Nullable String ifMatch) {
        refuseBuiltIn(key);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                tenant,
                () ->
                        require(tenant, key, LockModeType.PESSIMISTIC_WRITE)
                                .invoke(own -> Versions.check(ifMatch, own.version))
                                .invoke(own -> own.removedAt = time.now())
                                .call(() -> templates.flush())
                                .chain(own -> record(caller, own, "removed")));
    }

    private Uni<OwnTemplate> require(UUID tenant, String key, LockModeType lock) {
        return templates
                .own(tenant, key, lock)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("template", key))
                .map(own -> own);
    }

    private Uni<Void> record(Caller caller, OwnTemplate own, String what) {
        return audit.record(
                caller,
                "template." + what,
                "template",
                own.id.toString(),
                new JsonObject().put("key", own.key).put("version", own.version));
    }

    private static void refuseOtherKey(OwnTemplate own, Template template) {
        Bodies.refuse(
                own.key.equals(template.key())
                        ? List.of()
                        : List.of(new Violation("key", "cannot be changed")));
    }

    private static void refuseTooMany(List<OwnTemplate> own) {
        if (own.size() >= MAX_OWN) {
            throw ProblemException.of(
                    409,
                    "TOO_MANY",
                    "Too many templates",
                    "A tenant has at most " + MAX_OWN + " templates of its own.",
                    "Remove or replace one.");
        }
    }

    private void refuseBuiltIn(String key) {
        if (templates.builtIn(key).isPresent()) {
            throw ProblemException.of(
                    409,
                    "BUILT_IN",
                    "Built in",
                    "The template '" + key + "' is built in and cannot be changed.",
                    "Make one of your own under another key.");
        }
    }
}
