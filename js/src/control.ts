// Written by `npm run generate` out of the /_mockwrite/control.json of a running server. Do not edit.

export interface paths {
    "/_mockwrite/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was sent */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        /** Delete what matches, or everything */
        delete: operations["deleteDeliveries"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/outbox/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show one delivery */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        /** Delete one delivery */
        delete: operations["deleteDelivery"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/outbox/{id}/eml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export an e-mail as .eml */
        get: operations["getEml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/outbox/{id}/relay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand an e-mail on to an SMTP server */
        post: operations["relayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/outbox/{id}/html": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an e-mail's content, sandboxed */
        get: operations["getHtml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/outbox/{id}/attachments/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download an attachment */
        get: operations["getAttachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/outbox/{id}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the image of a push */
        get: operations["getImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/outbox/{id}/wire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what the provider would have received */
        get: operations["getWire"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/unsent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the messages that nobody has got: failed before, drafts, still to come */
        get: operations["listUnsent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/wait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Wait until deliveries match */
        get: operations["wait"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/expect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check how many deliveries match now */
        get: operations["expect"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API calls */
        get: operations["listCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/journal/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show one API call */
        get: operations["getCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the projects */
        get: operations["listProjects"];
        put?: never;
        /** Make a project with a key */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show one project */
        get: operations["getProject"];
        put?: never;
        post?: never;
        /** Delete a project */
        delete: operations["deleteProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/projects/{id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Empty a project, keys stay */
        post: operations["resetProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the project's time */
        get: operations["getClock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/clock/freeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop the clock */
        post: operations["freezeClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/clock/travel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move to a time */
        post: operations["travelClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/clock/advance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move forward */
        post: operations["advanceClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/clock/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the clock tick on */
        post: operations["resumeClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/clock/run-due": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver what is due by now */
        post: operations["runDueClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/scheduled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what is still to come */
        get: operations["listScheduled"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/deliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver what waits */
        post: operations["deliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/explain/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explain who got a message, who did not, and why */
        get: operations["explainMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the fault rules */
        get: operations["listFaults"];
        put?: never;
        /** Add a fault rule */
        post: operations["addFault"];
        /** Remove all fault rules */
        delete: operations["clearFaults"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/faults/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a fault rule */
        get: operations["getFault"];
        put?: never;
        post?: never;
        /** Remove a fault rule */
        delete: operations["removeFault"];
        options?: never;
        head?: never;
        /** Switch a fault rule on or off */
        patch: operations["switchFault"];
        trace?: never;
    };
    "/_mockwrite/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the canned answers */
        get: operations["listAnswers"];
        put?: never;
        /** Prepare the answer to a call */
        post: operations["addAnswer"];
        /** Remove all canned answers */
        delete: operations["clearAnswers"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/answers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a canned answer */
        delete: operations["removeAnswer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the snapshots */
        get: operations["listSnapshots"];
        put?: never;
        /** Keep what the project holds now */
        post: operations["takeSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/snapshots/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a snapshot back */
        post: operations["restoreSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/snapshots/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget a snapshot */
        delete: operations["deleteSnapshot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the project as a seed document */
        get: operations["getState"];
        /** Make the project what a seed document says */
        put: operations["putState"];
        /** Add a seed document to the project */
        post: operations["addState"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what a test reads, unmasked: for mockwrite.connect */
        get: operations["getLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/attached/{part}/{method}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call the project's Python surface: for mockwrite.connect */
        post: operations["carryOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/oauth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page that stands for another service: who signs in? */
        get: operations["choosePerson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show how people sign in */
        get: operations["getSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change how people sign in: mock numbers, methods, alerts … */
        patch: operations["changeSignIn"];
        trace?: never;
    };
    "/_mockwrite/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stream what happens */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counters for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is it there? */
        get: operations["getLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Can it be used? */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** OpenAPI document of the emulated API */
        get: operations["getEmulated"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_mockwrite/control.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** OpenAPI document of this API */
        get: operations["getControl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Delivery: {
            /** @description Id of the delivery */
            id: string;
            /** @description Project */
            projectId: string;
            /** @description Message that caused it; none for what an account sent */
            messageId: string | null;
            /**
             * @description Channel
             * @enum {unknown}
             */
            channel: "email" | "sms" | "push";
            /**
             * @description What it came from: Messaging, or an account
             * @enum {unknown}
             */
            origin: "messaging" | "recovery" | "verification" | "magic-url" | "email-token" | "phone-token" | "mfa" | "invitation" | "session-alert";
            /**
             * @description How the recipient was addressed
             * @enum {unknown}
             */
            role: "to" | "cc" | "bcc";
            /** @description Address, number or device token */
            to: string;
            /** @description Target */
            targetId: string | null;
            /** @description User */
            userId: string | null;
            /** @description Topic it came by */
            topicId: string | null;
            /** @description Provider */
            providerId: string;
            /**
             * @description Kind of provider, such as twilio
             * @enum {unknown}
             */
            provider: "mailgun" | "sendgrid" | "ses" | "resend" | "smtp" | "msg91" | "telesign" | "textmagic" | "twilio" | "vonage" | "fcm" | "apns" | "appwrite";
            /**
             * @description Outcome
             * @enum {unknown}
             */
            status: "sent" | "failed";
            /** @description Why it failed */
            error: string | null;
            /** @description Fault rule that decided the outcome */
            fault: string | null;
            /** @description Account mail: the secret in the link, or the code */
            secret: string | null;
            /**
             * Format: date-time
             * @description Account mail: until when the secret is good
             */
            expires: string | null;
            /** @description Place in the outbox; the cursor of lists */
            number: number;
            /** Format: date-time */
            time: string;
            /** @description Times of the tries, if more than one */
            attempts: string[];
            /** @description URLs that a reader can follow */
            links: string[];
            /** @description What looks like a one-time code, most likely first */
            codes: string[];
            /** @description Subject */
            subject?: string | null;
            /** @description Text or HTML */
            content?: string | null;
            /** @description Whether the content is HTML */
            html?: boolean;
            /** @description Sender */
            from?: string | null;
            /** @description Address to reply to */
            replyTo?: string | null;
            /** @description Title */
            title?: string | null;
            /** @description Text */
            body?: string | null;
            /** @description Data for the app */
            data?: unknown;
            /** @description What a tap does */
            action?: string | null;
            /** @description URL of the image */
            image?: string | null;
            /** @description Icon */
            icon?: string | null;
            /** @description Sound */
            sound?: string | null;
            /** @description Colour */
            color?: string | null;
            /** @description Tag that groups notifications */
            tag?: string | null;
            /** @description Number on the app's icon */
            badge?: number | null;
            /** @description Wakes the app in the background */
            contentAvailable?: boolean | null;
            /** @description Sounds although the phone is muted */
            critical?: boolean | null;
            /** @description high or normal */
            priority?: string | null;
            /** @description E-mail: the content as plain text */
            text?: string;
            headers?: string[][];
            attachments?: {
                index: number;
                name: string;
                type: string;
                size: number;
            }[];
            /** @description What goes better here than in production */
            warnings?: string[];
            segments?: {
                count: number;
                /** @enum {unknown} */
                encoding: "GSM-7" | "UCS-2";
                characters: number;
                /** @description Septets (GSM-7) or 16-bit code units (UCS-2) */
                units: number;
                /** @description Units that fit into each segment */
                capacity: number;
                /** @description The characters that GSM-7 does not have */
                reason: string | null;
                texts: {
                    text: string;
                    units: number;
                }[];
            };
            /** @description Name of the user it goes to */
            person?: string | null;
            /** @description What became of handing it on, by relay and webhook: sent, or the problem */
            forwarded?: {
                [key: string]: string;
            };
        };
        DeliveryRow: {
            id: string;
            /** @description Place in the outbox; the cursor of lists */
            number: number;
            messageId: string | null;
            /** @enum {unknown} */
            channel: "email" | "sms" | "push";
            /** @enum {unknown} */
            origin: "messaging" | "recovery" | "verification" | "magic-url" | "email-token" | "phone-token" | "mfa" | "invitation" | "session-alert";
            /** @enum {unknown} */
            role: "to" | "cc" | "bcc";
            to: string;
            /** @enum {unknown} */
            provider: "mailgun" | "sendgrid" | "ses" | "resend" | "smtp" | "msg91" | "telesign" | "textmagic" | "twilio" | "vonage" | "fcm" | "apns" | "appwrite";
            /** @enum {unknown} */
            status: "sent" | "failed";
            error: string | null;
            /** Format: date-time */
            time: string;
            subject: string | null;
            title: string | null;
            preview: string;
            attachments: number;
            /** @description Name of the user it goes to */
            person?: string | null;
        };
        RelayTo: {
            /** @description Address of the server, such as smtp://localhost:1025 */
            to?: string;
        };
        Relayed: {
            to: string;
            delivery: string;
        };
        DeliveryPage: {
            /** @description How many match, on all pages */
            total: number;
            deliveries: (components["schemas"]["Delivery"] | components["schemas"]["DeliveryRow"])[];
            /** @description The cursor of the next page; null on the last */
            next: number | null;
            /** @description The latest messages that nobody has got */
            messages: components["schemas"]["UnsentMessage"][];
            /** @description The project that is shown */
            project: string;
            /** @description Other projects that have deliveries */
            others: {
                id: string;
                deliveries: number;
            }[];
            /** @description Older deliveries that were let go (--keep) */
            dropped: number;
        };
        UnsentMessage: {
            messageId: string;
            /** @enum {unknown} */
            channel: "email" | "sms" | "push";
            /** @description The message's status in Appwrite */
            status: string;
            /**
             * @description failed: before anything was handed to a provider; broken: the worker crashed (exact mode)
             * @enum {unknown}
             */
            state: "failed" | "draft" | "scheduled" | "waiting" | "broken";
            title: string;
            /**
             * Format: date-time
             * @description When the message changed last
             */
            time: string;
            /**
             * Format: date-time
             * @description When it is sent, where that is known
             */
            at: string | null;
            reason: string;
        };
        Unsent: {
            total: number;
            /** @description How many are in each state */
            states: {
                [key: string]: number;
            };
            messages: components["schemas"]["UnsentMessage"][];
        };
        Found: {
            total: number;
            deliveries: components["schemas"]["Delivery"][];
        };
        Deleted: {
            deleted: number;
        };
        Wire: {
            /** @description How many were in the batch */
            recipients: number;
            requests: {
                method: string;
                url: string;
                headers: Record<string, never>;
                body: string;
                recipients?: string[];
                note?: string;
            }[];
        };
        Call: {
            id: string;
            /** Format: date-time */
            time: string;
            method: string;
            path: string;
            query: string;
            status: number;
            /** @description Error type of a refusal */
            type: string | null;
            route: string | null;
            caller: string;
            messageId: string | null;
            deliveryIds: string[];
            unknownParams: string[];
            /** @description Name of the fault rule or canned answer that struck */
            fault: string | null;
            /**
             * @description Who answered
             * @enum {unknown}
             */
            source: "emulated" | "canned" | "upstream" | "maintenance";
            /** @description What a person should know of the answer */
            note: string | null;
            /** @description Traceback, when mockwrite itself broke */
            bug: string | null;
            request?: {
                body: string;
            };
            answer?: {
                body: string;
            };
        };
        CallPage: {
            total: number;
            calls: {
                id: string;
                /** Format: date-time */
                time: string;
                method: string;
                path: string;
                query: string;
                status: number;
                /** @description Error type of a refusal */
                type: string | null;
                route: string | null;
                caller: string;
                messageId: string | null;
                deliveryIds: string[];
                unknownParams: string[];
                /** @description Name of the fault rule or canned answer that struck */
                fault: string | null;
                /**
                 * @description Who answered
                 * @enum {unknown}
                 */
                source: "emulated" | "canned" | "upstream" | "maintenance";
                /** @description What a person should know of the answer */
                note: string | null;
                /** @description Traceback, when mockwrite itself broke */
                bug: string | null;
            }[];
            first: string | null;
        };
        Project: {
            id: string;
            name: string;
            /** @description Whether calls that name no project mean it */
            default: boolean;
            /** @description Secret of the first key */
            key: string | null;
            keys: {
                name: string;
                secret: string;
                scopes: string[];
            }[];
            strictAuth: boolean;
            appwriteVersion: string;
            exact: boolean;
            delivery: string;
            counts: {
                [key: string]: number;
            };
        };
        ProjectList: {
            total: number;
            projects: components["schemas"]["Project"][];
            current: string;
        };
        NewProject: {
            /**
             * an id: up to 36 letters, digits, dots, dashes and underscores, the first a letter or digit
             * @description Made up when left out
             */
            id?: string;
            name?: string;
            /** @description Secret of the API key; made up when left out */
            key?: string;
            /** @description Scopes of the key; all when left out */
            scopes?: string[];
            /** @description instant, manual or after:SECONDS */
            delivery?: string;
            appwriteVersion?: string;
            exact?: boolean;
            strictAuth?: boolean;
            rateLimits?: boolean;
            providerLimits?: boolean;
            /** @description Let the outbox count what accounts send */
            accountMails?: boolean;
            /** @description Begin with one enabled provider for e-mail, SMS and push */
            providers?: boolean;
            randomSeed?: number;
            /** Format: date-time */
            frozenTime?: string;
        };
        Clock: {
            /** Format: date-time */
            now: string;
            frozen: boolean;
        };
        ClockMoved: {
            /** Format: date-time */
            now: string;
            frozen: boolean;
            delivered: components["schemas"]["Delivery"][];
        };
        Freeze: {
            /**
             * Format: date-time
             * @description Now when left out
             */
            at?: string;
        };
        Travel: {
            /** Format: date-time */
            to: string;
        };
        Advance: {
            days?: number;
            hours?: number;
            minutes?: number;
            seconds?: number;
            milliseconds?: number;
        };
        Nothing: Record<string, never>;
        SignIn: {
            mockNumbers?: {
                [key: string]: string;
            };
            switchedOff?: ("email-password" | "magic-url" | "email-otp" | "anonymous" | "invites" | "jwt" | "phone")[];
            disabledChannels?: ("email" | "sms")[];
            passwordHistory?: number;
            sessionAlerts?: boolean;
            anyUrl?: boolean;
            locale?: string;
            devKeys?: string[];
            sender?: {
                name: string;
                email: string;
                replyToName?: string;
                replyToEmail?: string;
            };
            templates?: {
                /** @enum {unknown} */
                origin: "recovery" | "verification" | "magic-url" | "email-token" | "phone-token" | "mfa" | "invitation" | "session-alert";
                locale: string;
                subject: string;
                message: string;
                senderName?: string;
                senderEmail?: string;
                replyTo?: string;
            }[];
            people?: {
                email: string;
                name?: string;
                provider?: string;
                uid?: string;
            }[];
        };
        Deliver: {
            /** @description All that wait when left out */
            messageId?: string;
        };
        Delivered: {
            delivered: components["schemas"]["Delivery"][];
        };
        Scheduled: {
            total: number;
            scheduled: components["schemas"]["UnsentMessage"][];
            /** @description The latest messages that failed before anything was handed to a provider */
            undelivered: components["schemas"]["UnsentMessage"][];
        };
        Explanation: {
            messageId: string;
            status: string;
            person: string | null;
            summary: string;
            /** @description All candidates, also those beyond the limit */
            total: number;
            /** @description Candidates by outcome */
            counts: {
                [key: string]: number;
            };
            candidates: {
                /** @enum {unknown} */
                outcome: "sent" | "failed" | "waiting" | "left out";
                /** @description Name of the reason */
                cause: string;
                reason: string;
                /** @description How the message came to this candidate: topic, user, target, cc, bcc */
                way: string;
                name: string | null;
                address: string | null;
                userId: string | null;
                targetId: string | null;
                topicId: string | null;
                deliveryIds: string[];
            }[];
            /** @description All of it as a text for people */
            text: string;
        };
        FaultRule: {
            id: string;
            /** @description what the rule is called in reports (a text) */
            name: unknown;
            /** @enum {unknown} */
            on: "call" | "delivery";
            /** @description whether it is switched on (true or false) */
            enabled: unknown;
            /** @description How many calls or deliveries it was about */
            seen: number;
            /** @description How often it struck */
            matched: number;
            description: string;
            /** @description HTTP method; any when left out (one of GET, POST, PUT, PATCH, DELETE, HEAD) */
            method?: unknown;
            /** @description path with or without /v1; `*` is any text within a segment, `**` any segments (a text) */
            path?: unknown;
            /** @description what happens to the call (one of status, rate_limit, delay, broken_body, half_body, drop, answer) */
            effect?: unknown;
            /** @description status of the answer (a number from 200 to 599, for an error from 400 on) */
            status?: unknown;
            /** @description Appwrite error type of the error answer (a text) */
            type?: unknown;
            /** @description text of the error answer (a text) */
            message?: unknown;
            /** @description body of a canned answer (a value that can be written as JSON, of 600 levels at most) */
            json?: unknown;
            /** @description body of a canned answer (a text) */
            text?: unknown;
            /** @description headers of a canned answer (a map of texts on one line (not content-length or transfer-encoding)) */
            headers?: unknown;
            /** @description seconds before the answer, with any effect (a number of seconds, 86400 at most) */
            delay?: unknown;
            /** @description before (the default) or after the call takes effect (one of before, after) */
            moment?: unknown;
            /** @description channel; any when left out (one of email, sms, push) */
            channel?: unknown;
            /** @description messaging, or what an account sends; any when left out (one of messaging, recovery, verification, magic-url, email-token, phone-token, mfa, invitation, session-alert) */
            origin?: unknown;
            /** @description id or kind of the provider (a text) */
            provider?: unknown;
            /** @description address, number or device token; `*` is any text (a text) */
            to?: unknown;
            /** @description id of the user (a text) */
            user?: unknown;
            /** @description id of the topic by which the message comes (a text) */
            topic?: unknown;
            /** @description id of the target (a text) */
            target?: unknown;
            /** @description name of the provider's failure (a text) */
            failure?: unknown;
            /** @description text that the provider reports, in place of its own (a text) */
            error?: unknown;
            /** @description what the provider answers, request by request, by host and path (`*` is any text); the last is repeated (answers by host and path, each with a status from 100 to 599, an action, or success) */
            answers?: unknown;
            /** @description what the SMTP server answers at which step (connect, greeting, ehlo, starttls, auth, mail, rcpt, rcpt_all, data); of a list one a try (replies of an SMTP server by step, such as `data: 451 later`) */
            replies?: unknown;
            /** @description strike only from the nth match on (a whole number from 1 on) */
            nth?: unknown;
            /** @description strike so many times; 1 with `nth`, else for ever (a whole number from 1 on) */
            times?: unknown;
            /** @description strike only before this project time (a time such as 2030-01-31T08:00:00Z) */
            until?: unknown;
        };
        /** @description On calls: method, path, effect and its details. On deliveries: channel, provider, to … and a failure. */
        NewFaultRule: {
            /** @enum {unknown} */
            on?: "call" | "delivery";
            /** @description what the rule is called in reports (a text) */
            name?: unknown;
            /** @description HTTP method; any when left out (one of GET, POST, PUT, PATCH, DELETE, HEAD) */
            method?: unknown;
            /** @description path with or without /v1; `*` is any text within a segment, `**` any segments (a text) */
            path?: unknown;
            /** @description what happens to the call (one of status, rate_limit, delay, broken_body, half_body, drop, answer) */
            effect?: unknown;
            /** @description status of the answer (a number from 200 to 599, for an error from 400 on) */
            status?: unknown;
            /** @description Appwrite error type of the error answer (a text) */
            type?: unknown;
            /** @description text of the error answer (a text) */
            message?: unknown;
            /** @description body of a canned answer (a value that can be written as JSON, of 600 levels at most) */
            json?: unknown;
            /** @description body of a canned answer (a text) */
            text?: unknown;
            /** @description headers of a canned answer (a map of texts on one line (not content-length or transfer-encoding)) */
            headers?: unknown;
            /** @description seconds before the answer, with any effect (a number of seconds, 86400 at most) */
            delay?: unknown;
            /** @description before (the default) or after the call takes effect (one of before, after) */
            moment?: unknown;
            /** @description channel; any when left out (one of email, sms, push) */
            channel?: unknown;
            /** @description messaging, or what an account sends; any when left out (one of messaging, recovery, verification, magic-url, email-token, phone-token, mfa, invitation, session-alert) */
            origin?: unknown;
            /** @description id or kind of the provider (a text) */
            provider?: unknown;
            /** @description address, number or device token; `*` is any text (a text) */
            to?: unknown;
            /** @description id of the user (a text) */
            user?: unknown;
            /** @description id of the topic by which the message comes (a text) */
            topic?: unknown;
            /** @description id of the target (a text) */
            target?: unknown;
            /** @description name of the provider's failure (a text) */
            failure?: unknown;
            /** @description text that the provider reports, in place of its own (a text) */
            error?: unknown;
            /** @description what the provider answers, request by request, by host and path (`*` is any text); the last is repeated (answers by host and path, each with a status from 100 to 599, an action, or success) */
            answers?: unknown;
            /** @description what the SMTP server answers at which step (connect, greeting, ehlo, starttls, auth, mail, rcpt, rcpt_all, data); of a list one a try (replies of an SMTP server by step, such as `data: 451 later`) */
            replies?: unknown;
            /** @description strike only from the nth match on (a whole number from 1 on) */
            nth?: unknown;
            /** @description strike so many times; 1 with `nth`, else for ever (a whole number from 1 on) */
            times?: unknown;
            /** @description strike only before this project time (a time such as 2030-01-31T08:00:00Z) */
            until?: unknown;
            /** @description whether it is switched on (true or false) */
            enabled?: unknown;
        };
        /** @description The calls it answers, the body as json or text, and how long it lives */
        NewAnswer: {
            /** @description HTTP method; any when left out (one of GET, POST, PUT, PATCH, DELETE, HEAD) */
            method: unknown;
            /** @description path with or without /v1; `*` is any text within a segment, `**` any segments (a text) */
            path: unknown;
            /** @description what the rule is called in reports (a text) */
            name?: unknown;
            /** @description status of the answer (a number from 200 to 599, for an error from 400 on) */
            status?: unknown;
            /** @description body of a canned answer (a value that can be written as JSON, of 600 levels at most) */
            json?: unknown;
            /** @description body of a canned answer (a text) */
            text?: unknown;
            /** @description headers of a canned answer (a map of texts on one line (not content-length or transfer-encoding)) */
            headers?: unknown;
            /** @description seconds before the answer, with any effect (a number of seconds, 86400 at most) */
            delay?: unknown;
            /** @description strike only from the nth match on (a whole number from 1 on) */
            nth?: unknown;
            /** @description strike so many times; 1 with `nth`, else for ever (a whole number from 1 on) */
            times?: unknown;
            /** @description strike only before this project time (a time such as 2030-01-31T08:00:00Z) */
            until?: unknown;
            /** @description whether it is switched on (true or false) */
            enabled?: unknown;
        };
        AnswerList: {
            total: number;
            answers: components["schemas"]["FaultRule"][];
        };
        FaultSwitch: {
            enabled: boolean;
        };
        FaultList: {
            total: number;
            faults: components["schemas"]["FaultRule"][];
            /** @description What a rule on deliveries can order, by name */
            failures: {
                name: string;
                meaning: string;
                channels: string[];
            }[];
        };
        NewSnapshot: {
            /**
             * up to 60 letters, digits, dots, dashes and underscores
             * @description s1, s2 … when left out
             */
            id?: string;
        };
        Snapshot: {
            id: string;
            projectId: string;
            /** Format: date-time */
            time: string;
            counts: {
                [key: string]: number;
            };
        };
        SnapshotList: {
            total: number;
            snapshots: components["schemas"]["Snapshot"][];
        };
        /** @description A seed document; docs/seed.md describes it */
        Seed: {
            $schema?: string;
            /** @constant */
            version?: 1;
            project?: {
                name?: string;
                secret?: string;
                platforms?: string[];
            };
            signIn?: {
                mockNumbers?: {
                    [key: string]: string;
                };
                switchedOff?: ("email-password" | "magic-url" | "email-otp" | "anonymous" | "invites" | "jwt" | "phone")[];
                disabledChannels?: ("email" | "sms")[];
                passwordHistory?: number;
                sessionAlerts?: boolean;
                anyUrl?: boolean;
                locale?: string;
                devKeys?: string[];
                sender?: {
                    name: string;
                    email: string;
                    replyToName?: string;
                    replyToEmail?: string;
                };
                templates?: {
                    /** @enum {unknown} */
                    origin: "recovery" | "verification" | "magic-url" | "email-token" | "phone-token" | "mfa" | "invitation" | "session-alert";
                    locale: string;
                    subject: string;
                    message: string;
                    senderName?: string;
                    senderEmail?: string;
                    replyTo?: string;
                }[];
                people?: {
                    email: string;
                    name?: string;
                    provider?: string;
                    uid?: string;
                }[];
            };
            clock?: {
                /** Format: date-time */
                now: string;
                frozen?: boolean;
            };
            keys?: {
                secret: string;
                name?: string;
                scopes?: string[];
                /** Format: date-time */
                expire?: string;
            }[];
            providers?: {
                id?: string;
                /** Format: date-time */
                createdAt?: string;
                /** Format: date-time */
                updatedAt?: string;
                sequence?: number;
                name?: string;
                /** @enum {unknown} */
                kind: "mailgun" | "sendgrid" | "ses" | "resend" | "smtp" | "msg91" | "telesign" | "textmagic" | "twilio" | "vonage" | "fcm" | "apns" | "appwrite";
                enabled?: boolean;
                credentials?: Record<string, never>;
                options?: Record<string, never>;
            }[];
            users?: {
                id?: string;
                /** Format: date-time */
                createdAt?: string;
                /** Format: date-time */
                updatedAt?: string;
                sequence?: number;
                /** Format: date-time */
                registration?: string;
                name?: string;
                email?: string;
                phone?: string;
                passwordHash?: string;
                hash?: string | null;
                hashOptions?: Record<string, never>;
                passwordHistory?: string[];
                /** Format: date-time */
                passwordUpdate?: string;
                status?: boolean;
                labels?: string[];
                emailVerification?: boolean;
                phoneVerification?: boolean;
                mfa?: boolean;
                mfaRecoveryCodes?: string[];
                prefs?: Record<string, never>;
                /** Format: date-time */
                accessedAt?: string;
                impersonator?: boolean;
                password?: string;
                targets?: {
                    id?: string;
                    /** Format: date-time */
                    createdAt?: string;
                    /** Format: date-time */
                    updatedAt?: string;
                    sequence?: number;
                    /** @enum {unknown} */
                    type: "email" | "sms" | "push";
                    identifier: string;
                    provider?: string;
                    name?: string;
                    sessionId?: string;
                    expired?: boolean;
                }[];
                sessions?: {
                    id?: string;
                    /** Format: date-time */
                    createdAt?: string;
                    /** Format: date-time */
                    updatedAt?: string;
                    sequence?: number;
                    secret: string;
                    /** Format: date-time */
                    expire: string;
                    provider?: string;
                    providerUid?: string;
                    factors?: string[];
                    ip?: string;
                    agent?: {
                        [key: string]: string;
                    };
                    /** Format: date-time */
                    mfaUpdatedAt?: string;
                }[];
                tokens?: {
                    id?: string;
                    /** Format: date-time */
                    createdAt?: string;
                    /** Format: date-time */
                    updatedAt?: string;
                    sequence?: number;
                    secret: string;
                    /** Format: date-time */
                    expire: string;
                    kind?: string;
                    phrase?: string;
                }[];
                challenges?: {
                    id?: string;
                    /** Format: date-time */
                    createdAt?: string;
                    /** Format: date-time */
                    updatedAt?: string;
                    sequence?: number;
                    factor: string;
                    code?: string;
                    /** Format: date-time */
                    expire: string;
                }[];
                authenticators?: {
                    id?: string;
                    /** Format: date-time */
                    createdAt?: string;
                    /** Format: date-time */
                    updatedAt?: string;
                    sequence?: number;
                    secret: string;
                    verified?: boolean;
                }[];
                identities?: {
                    id?: string;
                    /** Format: date-time */
                    createdAt?: string;
                    /** Format: date-time */
                    updatedAt?: string;
                    sequence?: number;
                    provider: string;
                    providerUid: string;
                    providerEmail?: string;
                    /** Format: date-time */
                    providerAccessTokenExpiry?: string;
                }[];
            }[];
            topics?: {
                id?: string;
                /** Format: date-time */
                createdAt?: string;
                /** Format: date-time */
                updatedAt?: string;
                sequence?: number;
                name?: string;
                subscribe?: string[];
                emailTotal?: number;
                smsTotal?: number;
                pushTotal?: number;
                description?: string;
                qos?: number;
                expiry?: number;
                subscribers?: (string | {
                    id?: string;
                    /** Format: date-time */
                    createdAt?: string;
                    /** Format: date-time */
                    updatedAt?: string;
                    sequence?: number;
                    target: string;
                })[];
            }[];
            buckets?: {
                id?: string;
                /** Format: date-time */
                createdAt?: string;
                /** Format: date-time */
                updatedAt?: string;
                sequence?: number;
                name?: string;
                permissions?: string[];
                fileSecurity?: boolean;
                enabled?: boolean;
                maximumFileSize?: number;
                allowedFileExtensions?: string[];
                compression?: string;
                encryption?: boolean;
                antivirus?: boolean;
                transformations?: boolean;
                files?: {
                    id?: string;
                    /** Format: date-time */
                    createdAt?: string;
                    /** Format: date-time */
                    updatedAt?: string;
                    sequence?: number;
                    name: string;
                    permissions?: string[];
                    size?: number;
                    chunksTotal?: number;
                    chunksUploaded?: number;
                    mimeType?: string;
                    signature?: string;
                    base64?: string;
                    chunks?: Record<string, never>;
                    storedSize?: number;
                    encryption?: boolean;
                    compression?: string;
                    text?: string;
                }[];
            }[];
            messages?: {
                id?: string;
                /** Format: date-time */
                createdAt?: string;
                /** Format: date-time */
                updatedAt?: string;
                sequence?: number;
                /** @enum {unknown} */
                type: "email" | "sms" | "push";
                /** @enum {unknown} */
                status?: "draft" | "scheduled" | "processing" | "sent" | "failed";
                data: Record<string, never>;
                topics?: string[];
                users?: string[];
                targets?: string[];
                emails?: string[];
                /** Format: date-time */
                scheduledAt?: string;
                scheduleId?: string;
                /** Format: date-time */
                deliveredAt?: string;
                deliveryErrors?: string[];
                deliveredTotal?: number;
            }[];
            schedules?: {
                id?: string;
                /** Format: date-time */
                createdAt?: string;
                /** Format: date-time */
                updatedAt?: string;
                sequence?: number;
                message: string;
                /** Format: date-time */
                at: string;
                active?: boolean;
            }[];
            teams?: {
                id?: string;
                /** Format: date-time */
                createdAt?: string;
                /** Format: date-time */
                updatedAt?: string;
                sequence?: number;
                name?: string;
                total?: number;
                prefs?: Record<string, never>;
                members?: {
                    id?: string;
                    /** Format: date-time */
                    createdAt?: string;
                    /** Format: date-time */
                    updatedAt?: string;
                    sequence?: number;
                    user: string;
                    roles?: string[];
                    /** Format: date-time */
                    invited?: string;
                    /** Format: date-time */
                    joined?: string | null;
                    confirm?: boolean;
                    secret?: string;
                }[];
            }[];
            databases?: {
                id: string;
                name?: string;
                enabled?: boolean;
                /** @enum {unknown} */
                type?: "legacy" | "tablesdb";
                collections?: {
                    id: string;
                    name?: string;
                    enabled?: boolean;
                    permissions?: string[];
                    documentSecurity?: boolean;
                    attributes?: {
                        [key: string]: string | {
                            key?: string;
                            type?: string;
                            /** Format: date-time */
                            createdAt?: string;
                            /** Format: date-time */
                            updatedAt?: string;
                            required?: boolean;
                            array?: boolean;
                            size?: number;
                            min?: number | null;
                            max?: number | null;
                            elements?: string[];
                            default?: unknown;
                            encrypt?: boolean;
                        };
                    };
                    indexes?: {
                        key?: string;
                        /** @enum {unknown} */
                        type?: "key" | "unique" | "fulltext" | "spatial";
                        /** Format: date-time */
                        createdAt?: string;
                        /** Format: date-time */
                        updatedAt?: string;
                        attributes: string[];
                        lengths?: number[];
                        orders?: string[];
                        status?: string;
                    }[];
                    documents?: {
                        id?: string;
                        permissions?: string[];
                        data: Record<string, never>;
                        sequence?: number;
                        /** Format: date-time */
                        createdAt?: string;
                        /** Format: date-time */
                        updatedAt?: string;
                    }[];
                    documentsMade?: number;
                    number?: number;
                    sequence?: number;
                    /** Format: date-time */
                    createdAt?: string;
                    /** Format: date-time */
                    updatedAt?: string;
                }[];
                collectionsMade?: number;
                sequence?: number;
                /** Format: date-time */
                createdAt?: string;
                /** Format: date-time */
                updatedAt?: string;
            }[];
            faults?: {
                /** @enum {unknown} */
                on?: "call" | "delivery";
                /** @description what the rule is called in reports (a text) */
                name?: unknown;
                /** @description HTTP method; any when left out (one of GET, POST, PUT, PATCH, DELETE, HEAD) */
                method?: unknown;
                /** @description path with or without /v1; `*` is any text within a segment, `**` any segments (a text) */
                path?: unknown;
                /** @description what happens to the call (one of status, rate_limit, delay, broken_body, half_body, drop, answer) */
                effect?: unknown;
                /** @description status of the answer (a number from 200 to 599, for an error from 400 on) */
                status?: unknown;
                /** @description Appwrite error type of the error answer (a text) */
                type?: unknown;
                /** @description text of the error answer (a text) */
                message?: unknown;
                /** @description body of a canned answer (a value that can be written as JSON, of 600 levels at most) */
                json?: unknown;
                /** @description body of a canned answer (a text) */
                text?: unknown;
                /** @description headers of a canned answer (a map of texts on one line (not content-length or transfer-encoding)) */
                headers?: unknown;
                /** @description seconds before the answer, with any effect (a number of seconds, 86400 at most) */
                delay?: unknown;
                /** @description before (the default) or after the call takes effect (one of before, after) */
                moment?: unknown;
                /** @description channel; any when left out (one of email, sms, push) */
                channel?: unknown;
                /** @description messaging, or what an account sends; any when left out (one of messaging, recovery, verification, magic-url, email-token, phone-token, mfa, invitation, session-alert) */
                origin?: unknown;
                /** @description id or kind of the provider (a text) */
                provider?: unknown;
                /** @description address, number or device token; `*` is any text (a text) */
                to?: unknown;
                /** @description id of the user (a text) */
                user?: unknown;
                /** @description id of the topic by which the message comes (a text) */
                topic?: unknown;
                /** @description id of the target (a text) */
                target?: unknown;
                /** @description name of the provider's failure (a text) */
                failure?: unknown;
                /** @description text that the provider reports, in place of its own (a text) */
                error?: unknown;
                /** @description what the provider answers, request by request, by host and path (`*` is any text); the last is repeated (answers by host and path, each with a status from 100 to 599, an action, or success) */
                answers?: unknown;
                /** @description what the SMTP server answers at which step (connect, greeting, ehlo, starttls, auth, mail, rcpt, rcpt_all, data); of a list one a try (replies of an SMTP server by step, such as `data: 451 later`) */
                replies?: unknown;
                /** @description strike only from the nth match on (a whole number from 1 on) */
                nth?: unknown;
                /** @description strike so many times; 1 with `nth`, else for ever (a whole number from 1 on) */
                times?: unknown;
                /** @description strike only before this project time (a time such as 2030-01-31T08:00:00Z) */
                until?: unknown;
                /** @description whether it is switched on (true or false) */
                enabled?: unknown;
                id?: string;
                seen?: number;
                matched?: number;
            }[];
            answers?: {
                /** @description what the rule is called in reports (a text) */
                name?: unknown;
                /** @description HTTP method; any when left out (one of GET, POST, PUT, PATCH, DELETE, HEAD) */
                method: unknown;
                /** @description path with or without /v1; `*` is any text within a segment, `**` any segments (a text) */
                path: unknown;
                /** @description status of the answer (a number from 200 to 599, for an error from 400 on) */
                status?: unknown;
                /** @description body of a canned answer (a value that can be written as JSON, of 600 levels at most) */
                json?: unknown;
                /** @description body of a canned answer (a text) */
                text?: unknown;
                /** @description headers of a canned answer (a map of texts on one line (not content-length or transfer-encoding)) */
                headers?: unknown;
                /** @description seconds before the answer, with any effect (a number of seconds, 86400 at most) */
                delay?: unknown;
                /** @description strike only from the nth match on (a whole number from 1 on) */
                nth?: unknown;
                /** @description strike so many times; 1 with `nth`, else for ever (a whole number from 1 on) */
                times?: unknown;
                /** @description strike only before this project time (a time such as 2030-01-31T08:00:00Z) */
                until?: unknown;
                /** @description whether it is switched on (true or false) */
                enabled?: unknown;
                id?: string;
                seen?: number;
                matched?: number;
            }[];
            agenda?: {
                /** Format: date-time */
                due: string;
                fire?: string;
                send?: string;
            }[];
            waiting?: {
                message: string;
                /** Format: date-time */
                since: string;
            }[];
            mails?: {
                id: string;
                /** @enum {unknown} */
                origin: "messaging" | "recovery" | "verification" | "magic-url" | "email-token" | "phone-token" | "mfa" | "invitation" | "session-alert";
                /** @enum {unknown} */
                channel: "email" | "sms" | "push";
                to: string;
                user_id: string;
                to_name?: string;
                secret?: string;
                link?: string;
                code?: string;
                expires?: number | null;
                locale?: string;
                facts?: {
                    [key: string]: string;
                };
            }[];
            logs?: {
                [key: string]: {
                    event: string;
                    time: number;
                    user_id: string;
                    user_email: string;
                    user_name: string;
                    user_type: string;
                    mode: string;
                    ip: string;
                    user_agent: string;
                }[];
            };
            unsubscribed?: {
                id: string;
                created_at: number;
                updated_at: number;
                sequence: number;
                topic_id: string;
                topic_sequence: number;
                target_id: string;
                target_sequence: number;
                user_id: string;
                provider_type: string;
                at: number;
                reason?: string;
            }[];
            random?: {
                last: number;
                repeated: number;
                drawn?: string;
            };
            counters?: {
                [key: string]: number;
            };
        };
        /** @description Deliveries and calls as in a recording, and how things stand */
        Lines: Record<string, never>;
        AttachedCall: {
            args?: unknown[];
            values?: Record<string, never>;
        };
        AttachedResult: {
            value: unknown;
        };
        Health: {
            status: string;
            version: string;
            appwriteVersion?: string;
            project?: string;
            projects?: number;
        };
        Problem: {
            title: string;
            status: number;
            detail: string;
        };
        UnmetProblem: {
            title: string;
            /** @enum {unknown} */
            status: 408 | 409;
            detail: string;
            found: number;
            nearest: {
                delivery: components["schemas"]["DeliveryRow"];
                differences: string[];
            }[];
            scheduled: components["schemas"]["UnsentMessage"][];
            /** @description Messages without a delivery, and why */
            situation: string[];
            /** @description API calls that were refused */
            refused: string[];
        };
        /** @description An OpenAPI 3.1 document */
        Document: Record<string, never>;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Id of the delivery, exactly */
                id?: string;
                /** @description Message that caused it; none for what an account sent, exactly */
                messageId?: string | null;
                /** @description Channel, exactly */
                channel?: "email" | "sms" | "push";
                /** @description What it came from: Messaging, or an account, exactly */
                origin?: "messaging" | "recovery" | "verification" | "magic-url" | "email-token" | "phone-token" | "mfa" | "invitation" | "session-alert";
                /** @description How the recipient was addressed, exactly */
                role?: "to" | "cc" | "bcc";
                /** @description Address, number or device token, exactly */
                to?: string;
                /** @description Target, exactly */
                targetId?: string | null;
                /** @description User, exactly */
                userId?: string | null;
                /** @description Topic it came by, exactly */
                topicId?: string | null;
                /** @description Provider, exactly */
                providerId?: string;
                /** @description Kind of provider, such as twilio, exactly */
                provider?: "mailgun" | "sendgrid" | "ses" | "resend" | "smtp" | "msg91" | "telesign" | "textmagic" | "twilio" | "vonage" | "fcm" | "apns" | "appwrite";
                /** @description Why it failed, exactly */
                error?: string | null;
                /** @description Fault rule that decided the outcome, exactly */
                fault?: string | null;
                /** @description Subject, exactly */
                subject?: string | null;
                /** @description Text or HTML, exactly */
                content?: string | null;
                /** @description Whether the content is HTML, exactly */
                html?: boolean;
                /** @description Sender, exactly */
                from?: string | null;
                /** @description Address to reply to, exactly */
                replyTo?: string | null;
                /** @description Title, exactly */
                title?: string | null;
                /** @description Text, exactly */
                body?: string | null;
                /** @description What a tap does, exactly */
                action?: string | null;
                /** @description URL of the image, exactly */
                image?: string | null;
                /** @description Icon, exactly */
                icon?: string | null;
                /** @description Sound, exactly */
                sound?: string | null;
                /** @description Colour, exactly */
                color?: string | null;
                /** @description Tag that groups notifications, exactly */
                tag?: string | null;
                /** @description Number on the app's icon, exactly */
                badge?: number | null;
                /** @description Wakes the app in the background, exactly */
                contentAvailable?: boolean | null;
                /** @description Sounds although the phone is muted, exactly */
                critical?: boolean | null;
                /** @description high or normal, exactly */
                priority?: string | null;
                /** @description Account mail: the secret in the link, or the code, exactly */
                secret?: string | null;
                /** @description Outcome: what was sent unless this or the search says otherwise */
                status?: "sent" | "failed" | "any";
                /** @description Words and field:value pairs, see the search language */
                search?: string;
                /** @description Not before this time: ISO, or how long ago on the project's clock (10m) */
                after?: string;
                /** @description Before this time: ISO, or how long ago on the project's clock (10m) */
                before?: string;
                /** @description How many at most */
                limit?: number;
                /** @description Go on behind the page that gave this as next */
                cursor?: number;
                /** @description Leave out so many first */
                offset?: number;
                /** @description Which come first */
                order?: "oldest" | "newest";
                /** @description full, or row: one line each, without the content */
                view?: "full" | "row";
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what was sent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDeliveries: {
        parameters: {
            query?: {
                /** @description Id of the delivery, exactly */
                id?: string;
                /** @description Message that caused it; none for what an account sent, exactly */
                messageId?: string | null;
                /** @description Channel, exactly */
                channel?: "email" | "sms" | "push";
                /** @description What it came from: Messaging, or an account, exactly */
                origin?: "messaging" | "recovery" | "verification" | "magic-url" | "email-token" | "phone-token" | "mfa" | "invitation" | "session-alert";
                /** @description How the recipient was addressed, exactly */
                role?: "to" | "cc" | "bcc";
                /** @description Address, number or device token, exactly */
                to?: string;
                /** @description Target, exactly */
                targetId?: string | null;
                /** @description User, exactly */
                userId?: string | null;
                /** @description Topic it came by, exactly */
                topicId?: string | null;
                /** @description Provider, exactly */
                providerId?: string;
                /** @description Kind of provider, such as twilio, exactly */
                provider?: "mailgun" | "sendgrid" | "ses" | "resend" | "smtp" | "msg91" | "telesign" | "textmagic" | "twilio" | "vonage" | "fcm" | "apns" | "appwrite";
                /** @description Why it failed, exactly */
                error?: string | null;
                /** @description Fault rule that decided the outcome, exactly */
                fault?: string | null;
                /** @description Subject, exactly */
                subject?: string | null;
                /** @description Text or HTML, exactly */
                content?: string | null;
                /** @description Whether the content is HTML, exactly */
                html?: boolean;
                /** @description Sender, exactly */
                from?: string | null;
                /** @description Address to reply to, exactly */
                replyTo?: string | null;
                /** @description Title, exactly */
                title?: string | null;
                /** @description Text, exactly */
                body?: string | null;
                /** @description What a tap does, exactly */
                action?: string | null;
                /** @description URL of the image, exactly */
                image?: string | null;
                /** @description Icon, exactly */
                icon?: string | null;
                /** @description Sound, exactly */
                sound?: string | null;
                /** @description Colour, exactly */
                color?: string | null;
                /** @description Tag that groups notifications, exactly */
                tag?: string | null;
                /** @description Number on the app's icon, exactly */
                badge?: number | null;
                /** @description Wakes the app in the background, exactly */
                contentAvailable?: boolean | null;
                /** @description Sounds although the phone is muted, exactly */
                critical?: boolean | null;
                /** @description high or normal, exactly */
                priority?: string | null;
                /** @description Account mail: the secret in the link, or the code, exactly */
                secret?: string | null;
                /** @description Outcome: what was sent unless this or the search says otherwise */
                status?: "sent" | "failed" | "any";
                /** @description Words and field:value pairs, see the search language */
                search?: string;
                /** @description Not before this time: ISO, or how long ago on the project's clock (10m) */
                after?: string;
                /** @description Before this time: ISO, or how long ago on the project's clock (10m) */
                before?: string;
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Delete what matches, or everything */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show one delivery */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDelivery: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEml: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Export an e-mail as .eml */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "message/rfc822": string;
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    relayDelivery: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RelayTo"];
            };
        };
        responses: {
            /** @description Hand an e-mail on to an SMTP server */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relayed"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not possible as things stand; `detail` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another program did not take it */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHtml: {
        parameters: {
            query?: {
                /** @description Which images of the mail are loaded: none of other servers, or remote ones too */
                images?: "own" | "remote";
                /** @description In which theme its reader is, whatever the browser says */
                theme?: "browser" | "light" | "dark";
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show an e-mail's content, sandboxed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttachment: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
                index: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Download an attachment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImage: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show the image of a push */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": string;
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWire: {
        parameters: {
            query?: {
                /** @description With the secrets of links and the codes, or without, as recordings keep it */
                links?: "whole" | "masked";
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show what the provider would have received */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wire"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUnsent: {
        parameters: {
            query?: {
                /** @description How many at most */
                limit?: number;
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the messages that nobody has got: failed before, drafts, still to come */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unsent"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wait: {
        parameters: {
            query?: {
                /** @description Id of the delivery, exactly */
                id?: string;
                /** @description Message that caused it; none for what an account sent, exactly */
                messageId?: string | null;
                /** @description Channel, exactly */
                channel?: "email" | "sms" | "push";
                /** @description What it came from: Messaging, or an account, exactly */
                origin?: "messaging" | "recovery" | "verification" | "magic-url" | "email-token" | "phone-token" | "mfa" | "invitation" | "session-alert";
                /** @description How the recipient was addressed, exactly */
                role?: "to" | "cc" | "bcc";
                /** @description Address, number or device token, exactly */
                to?: string;
                /** @description Target, exactly */
                targetId?: string | null;
                /** @description User, exactly */
                userId?: string | null;
                /** @description Topic it came by, exactly */
                topicId?: string | null;
                /** @description Provider, exactly */
                providerId?: string;
                /** @description Kind of provider, such as twilio, exactly */
                provider?: "mailgun" | "sendgrid" | "ses" | "resend" | "smtp" | "msg91" | "telesign" | "textmagic" | "twilio" | "vonage" | "fcm" | "apns" | "appwrite";
                /** @description Why it failed, exactly */
                error?: string | null;
                /** @description Fault rule that decided the outcome, exactly */
                fault?: string | null;
                /** @description Subject, exactly */
                subject?: string | null;
                /** @description Text or HTML, exactly */
                content?: string | null;
                /** @description Whether the content is HTML, exactly */
                html?: boolean;
                /** @description Sender, exactly */
                from?: string | null;
                /** @description Address to reply to, exactly */
                replyTo?: string | null;
                /** @description Title, exactly */
                title?: string | null;
                /** @description Text, exactly */
                body?: string | null;
                /** @description What a tap does, exactly */
                action?: string | null;
                /** @description URL of the image, exactly */
                image?: string | null;
                /** @description Icon, exactly */
                icon?: string | null;
                /** @description Sound, exactly */
                sound?: string | null;
                /** @description Colour, exactly */
                color?: string | null;
                /** @description Tag that groups notifications, exactly */
                tag?: string | null;
                /** @description Number on the app's icon, exactly */
                badge?: number | null;
                /** @description Wakes the app in the background, exactly */
                contentAvailable?: boolean | null;
                /** @description Sounds although the phone is muted, exactly */
                critical?: boolean | null;
                /** @description high or normal, exactly */
                priority?: string | null;
                /** @description Account mail: the secret in the link, or the code, exactly */
                secret?: string | null;
                /** @description Outcome: what was sent unless this or the search says otherwise */
                status?: "sent" | "failed" | "any";
                /** @description Words and field:value pairs, see the search language */
                search?: string;
                /** @description Not before this time: ISO, or how long ago on the project's clock (10m) */
                after?: string;
                /** @description Before this time: ISO, or how long ago on the project's clock (10m) */
                before?: string;
                /** @description Seconds of real time to wait */
                timeout?: number;
                /** @description How many must match */
                count?: number;
                /** @description Only what was delivered after the delivery of this number */
                cursor?: number;
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Wait until deliveries match */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Found"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Other deliveries are there than were expected; what came nearest, what is scheduled and why */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UnmetProblem"];
                };
            };
        };
    };
    expect: {
        parameters: {
            query?: {
                /** @description Id of the delivery, exactly */
                id?: string;
                /** @description Message that caused it; none for what an account sent, exactly */
                messageId?: string | null;
                /** @description Channel, exactly */
                channel?: "email" | "sms" | "push";
                /** @description What it came from: Messaging, or an account, exactly */
                origin?: "messaging" | "recovery" | "verification" | "magic-url" | "email-token" | "phone-token" | "mfa" | "invitation" | "session-alert";
                /** @description How the recipient was addressed, exactly */
                role?: "to" | "cc" | "bcc";
                /** @description Address, number or device token, exactly */
                to?: string;
                /** @description Target, exactly */
                targetId?: string | null;
                /** @description User, exactly */
                userId?: string | null;
                /** @description Topic it came by, exactly */
                topicId?: string | null;
                /** @description Provider, exactly */
                providerId?: string;
                /** @description Kind of provider, such as twilio, exactly */
                provider?: "mailgun" | "sendgrid" | "ses" | "resend" | "smtp" | "msg91" | "telesign" | "textmagic" | "twilio" | "vonage" | "fcm" | "apns" | "appwrite";
                /** @description Why it failed, exactly */
                error?: string | null;
                /** @description Fault rule that decided the outcome, exactly */
                fault?: string | null;
                /** @description Subject, exactly */
                subject?: string | null;
                /** @description Text or HTML, exactly */
                content?: string | null;
                /** @description Whether the content is HTML, exactly */
                html?: boolean;
                /** @description Sender, exactly */
                from?: string | null;
                /** @description Address to reply to, exactly */
                replyTo?: string | null;
                /** @description Title, exactly */
                title?: string | null;
                /** @description Text, exactly */
                body?: string | null;
                /** @description What a tap does, exactly */
                action?: string | null;
                /** @description URL of the image, exactly */
                image?: string | null;
                /** @description Icon, exactly */
                icon?: string | null;
                /** @description Sound, exactly */
                sound?: string | null;
                /** @description Colour, exactly */
                color?: string | null;
                /** @description Tag that groups notifications, exactly */
                tag?: string | null;
                /** @description Number on the app's icon, exactly */
                badge?: number | null;
                /** @description Wakes the app in the background, exactly */
                contentAvailable?: boolean | null;
                /** @description Sounds although the phone is muted, exactly */
                critical?: boolean | null;
                /** @description high or normal, exactly */
                priority?: string | null;
                /** @description Account mail: the secret in the link, or the code, exactly */
                secret?: string | null;
                /** @description Outcome: what was sent unless this or the search says otherwise */
                status?: "sent" | "failed" | "any";
                /** @description Words and field:value pairs, see the search language */
                search?: string;
                /** @description Not before this time: ISO, or how long ago on the project's clock (10m) */
                after?: string;
                /** @description Before this time: ISO, or how long ago on the project's clock (10m) */
                before?: string;
                /** @description How many must match, now */
                count?: number;
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Check how many deliveries match now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Found"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Other deliveries are there than were expected; what came nearest, what is scheduled and why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UnmetProblem"];
                };
            };
        };
    };
    listCalls: {
        parameters: {
            query?: {
                /** @description Words and field:value pairs: method, path, error, caller, message, fault, source, has:, failed */
                search?: string;
                /** @description How many at most */
                limit?: number;
                /** @description Leave out so many first */
                offset?: number;
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List API calls */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCall: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show one API call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProjects: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the projects */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectList"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewProject"];
            };
        };
        responses: {
            /** @description Make a project with a key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not possible as things stand; `detail` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show one project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Empty a project, keys stay */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClock: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show the project's time */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clock"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    freezeClock: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Freeze"];
            };
        };
        responses: {
            /** @description Stop the clock */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockMoved"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    travelClock: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Travel"];
            };
        };
        responses: {
            /** @description Move to a time */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockMoved"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    advanceClock: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Advance"];
            };
        };
        responses: {
            /** @description Move forward */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockMoved"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeClock: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Let the clock tick on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockMoved"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runDueClock: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Deliver what is due by now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockMoved"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listScheduled: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what is still to come */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scheduled"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deliver: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Deliver"];
            };
        };
        responses: {
            /** @description Deliver what waits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivered"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainMessage: {
        parameters: {
            query?: {
                /** @description Id of a user or target, e-mail address, phone number or device token; everybody when left out */
                person?: string;
                /** @description How many candidates at most; those that did not get it come first */
                limit?: number;
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Explain who got a message, who did not, and why */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFaults: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the fault rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaultList"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addFault: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewFaultRule"];
            };
        };
        responses: {
            /** @description Add a fault rule */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaultRule"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clearFaults: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove all fault rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFault: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show a fault rule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaultRule"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeFault: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    switchFault: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FaultSwitch"];
            };
        };
        responses: {
            /** @description Switch a fault rule on or off */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaultRule"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAnswers: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the canned answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerList"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addAnswer: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAnswer"];
            };
        };
        responses: {
            /** @description Prepare the answer to a call */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaultRule"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clearAnswers: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove all canned answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeAnswer: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSnapshots: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the snapshots */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotList"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    takeSnapshot: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewSnapshot"];
            };
        };
        responses: {
            /** @description Keep what the project holds now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreSnapshot: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Bring a snapshot back */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not possible as things stand; `detail` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSnapshot: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getState: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Export the project as a seed document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seed"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putState: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Seed"];
            };
        };
        responses: {
            /** @description Make the project what a seed document says */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addState: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Seed"];
            };
        };
        responses: {
            /** @description Add a seed document to the project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLines: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show what a test reads, unmasked: for mockwrite.connect */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lines"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    carryOut: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path: {
                part: string;
                method: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AttachedCall"];
            };
        };
        responses: {
            /** @description Call the project's Python surface: for mockwrite.connect */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachedResult"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    choosePerson: {
        parameters: {
            query?: {
                /** @description The service, such as google */
                provider?: "amazon" | "apple" | "auth0" | "authentik" | "autodesk" | "bitbucket" | "bitly" | "box" | "dailymotion" | "discord" | "disqus" | "dropbox" | "etsy" | "facebook" | "figma" | "github" | "gitlab" | "google" | "linkedin" | "microsoft" | "mock" | "notion" | "oidc" | "okta" | "paypal" | "paypalSandbox" | "podio" | "salesforce" | "slack" | "spotify" | "stripe" | "tradeshift" | "tradeshiftBox" | "twitch" | "wordpress" | "yahoo" | "yammer" | "yandex" | "zoho" | "zoom";
                /** @description What the call began with */
                state?: string;
                /** @description Who signs in */
                email?: string;
                /** @description That person's name */
                name?: string;
                /** @description Sign in nobody */
                refuse?: boolean;
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page that stands for another service: who signs in? */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSignIn: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show how people sign in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSignIn: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Change how people sign in: mock numbers, methods, alerts … */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description Id of the project; else the header X-Appwrite-Project, else the default project */
                project?: string;
            };
            header?: {
                /** @description Id of the project */
                "X-Appwrite-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream what happens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist; `detail` says what does */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counters for Prometheus */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Is it there? */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Can it be used? */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEmulated: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI document of the emulated API */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getControl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI document of this API */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Something in the call cannot be used; `detail` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not from here: the host or the origin is not local */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
