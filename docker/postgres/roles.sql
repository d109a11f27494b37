-- Roles of a Payoff database, to be run once by a superuser before the first start. The application migrates as
-- payoff_owner and works as the other two, which own nothing and cannot bypass row-level security.
-- psql variables: owner_password, app_password, stream_password.
CREATE ROLE payoff_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE payoff_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
CREATE ROLE payoff_stream LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'stream_password';
-- A worker that stands still in the midst of a transaction, frozen or cut off from the network, holds the rows of its
-- partitions; whoever takes them over would wait until the kernel gives the connection up, which may be hours. The relay
-- waits for Kafka and Redis within its transaction, for at most 13 s.
ALTER ROLE payoff_app SET idle_in_transaction_session_timeout = '15s';
ALTER ROLE payoff_stream SET idle_in_transaction_session_timeout = '15s';
ALTER ROLE payoff_app SET tcp_user_timeout = '15s';
ALTER ROLE payoff_stream SET tcp_user_timeout = '15s';
CREATE DATABASE payoff OWNER payoff_owner;
