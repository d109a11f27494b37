package dev.payoff.identity;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Holds limited credentials to their scopes, in every resource, whether it asks or not. */
@ApplicationScoped
class ScopeFilter {

    private final SecurityIdentity identity;

    ScopeFilter(SecurityIdentity identity) {
        this.identity = identity;
    }

    @ServerRequestFilter
    void hold(ContainerRequestContext request, ResourceInfo resource) {
        if (identity.getAttribute(CurrentCaller.ATTRIBUTE) instanceof Caller caller
                && !caller.scopes().isEmpty()) {
            String needed = needed(request.getMethod(), resource);
            if (!needed.equals(NeedsScope.ANY)) {
                caller.require(needed);
            }
        }
    }

    private static String needed(String method, ResourceInfo resource) {
        NeedsScope onMethod = resource.getResourceMethod().getAnnotation(NeedsScope.class);
        if (onMethod != null) {
            return onMethod.value();
        }
        NeedsScope onClass = resource.getResourceClass().getAnnotation(NeedsScope.class);
        if (onClass != null) {
            return onClass.value();
        }
        return method.equals("GET") || method.equals("HEAD") ? Scopes.READ : Scopes.WRITE;
    }
}
