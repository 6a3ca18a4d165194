-- CreateTable
CREATE TABLE "events" (
    "id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "body_digest" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "content_type" TEXT,
    "event_type" TEXT,
    "workspace_id" TEXT,
    "scheme" TEXT NOT NULL,
    "message_id" TEXT,
    "receipt_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "quarantine_reason" TEXT,
    "quarantine_detail" TEXT,
    "replayed_at" TIMESTAMPTZ(3),

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_repeats" (
    "receipt_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_repeats_pkey" PRIMARY KEY ("receipt_id")
);

-- CreateTable
CREATE TABLE "activities" (
    "id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "time_flagged" BOOLEAN NOT NULL DEFAULT false,
    "person_key" TEXT,
    "lead_id" TEXT,
    "linkedin_url" TEXT,
    "campaign_id" TEXT,
    "sender_id" TEXT,
    "sequence_step" INTEGER,
    "text" TEXT,
    "text_may_be_cut" BOOLEAN NOT NULL DEFAULT false,
    "status_from" TEXT,
    "status_to" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "activities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leads" (
    "source" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "person_key" TEXT NOT NULL,
    "linkedin_url" TEXT,
    "url_at" TIMESTAMPTZ(3),
    "status" TEXT,
    "status_at" TIMESTAMPTZ(3),
    "status_receipt" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leads_pkey" PRIMARY KEY ("source","workspace_id","lead_id")
);

-- CreateTable
CREATE TABLE "campaigns" (
    "source" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "name" TEXT,
    "name_at" TIMESTAMPTZ(3),
    "state" TEXT,
    "state_at" TIMESTAMPTZ(3),
    "state_receipt" TIMESTAMPTZ(3),
    "total_leads" INTEGER,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaigns_pkey" PRIMARY KEY ("source","workspace_id","campaign_id")
);

-- CreateTable
CREATE TABLE "senders" (
    "source" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "sender_id" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "senders_pkey" PRIMARY KEY ("source","workspace_id","sender_id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" TEXT NOT NULL,
    "activity_id" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "person_key" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "state" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "spent_ms" BIGINT NOT NULL DEFAULT 0,
    "enqueued_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "read_back" BOOLEAN NOT NULL DEFAULT false,
    "failure_class" TEXT,
    "last_error" TEXT,
    "external_ref" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_lines" (
    "destination" TEXT NOT NULL,
    "person_key" TEXT NOT NULL,
    "head_id" TEXT,

    CONSTRAINT "delivery_lines_pkey" PRIMARY KEY ("destination","person_key")
);

-- CreateTable
CREATE TABLE "delivery_attempts" (
    "id" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "exchanges" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "delivery_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "destination_states" (
    "name" TEXT NOT NULL,
    "paused_for" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "pause_reason" TEXT,
    "blocked_until" TIMESTAMPTZ(3),
    "block_reason" TEXT,

    CONSTRAINT "destination_states_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "console_users" (
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "console_users_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "console_sessions" (
    "token_hash" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "console_sessions_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "generated_secrets" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "generated_secrets_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "events_received_at_idx" ON "events"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "events_source_endpoint_external_id_key" ON "events"("source", "endpoint", "external_id");

-- CreateIndex
CREATE INDEX "event_repeats_event_id_idx" ON "event_repeats"("event_id");

-- CreateIndex
CREATE UNIQUE INDEX "activities_event_id_key" ON "activities"("event_id");

-- CreateIndex
CREATE INDEX "activities_occurred_at_idx" ON "activities"("occurred_at");

-- CreateIndex
CREATE INDEX "activities_workspace_id_campaign_id_occurred_at_idx" ON "activities"("workspace_id", "campaign_id", "occurred_at");

-- CreateIndex
CREATE INDEX "activities_person_key_occurred_at_idx" ON "activities"("person_key", "occurred_at");

-- CreateIndex
CREATE INDEX "leads_person_key_idx" ON "leads"("person_key");

-- CreateIndex
CREATE INDEX "deliveries_destination_state_finished_at_idx" ON "deliveries"("destination", "state", "finished_at");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_activity_id_destination_key" ON "deliveries"("activity_id", "destination");

-- CreateIndex
CREATE INDEX "delivery_attempts_delivery_id_started_at_idx" ON "delivery_attempts"("delivery_id", "started_at");

-- CreateIndex
CREATE INDEX "console_sessions_expires_at_idx" ON "console_sessions"("expires_at");

-- AddForeignKey
ALTER TABLE "event_repeats" ADD CONSTRAINT "event_repeats_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activities"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_attempts" ADD CONSTRAINT "delivery_attempts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is beyond the schema file: partial indexes. Prisma leaves them alone.

-- The sweeper looks for what is due.
CREATE INDEX "deliveries_due_idx" ON "deliveries"("destination", "next_attempt_at") WHERE "state" = 'pending';

-- Finishing the head of a line looks for the next in it.
CREATE INDEX "deliveries_behind_idx" ON "deliveries"("destination", "person_key", "occurred_at", "seq") WHERE "state" = 'behind';

-- The quarantine is a small part of a large table.
CREATE INDEX "events_quarantine_idx" ON "events"("received_at") WHERE "quarantine_reason" IS NOT NULL;
