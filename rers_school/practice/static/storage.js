// Keeps data for the tool in its frame, as "LTI Client Side postMessages" and "LTI Platform
// Storage" 0.1 describe it: each origin finds what it put itself, as long as this page is open.
(() => {
  const MOST_KEYS = 500;
  const LONGEST = 4096;
  const stores = new Map();
  const isText = (value) => typeof value === "string" && value !== "" && value.length <= LONGEST;

  const storeOf = (origin) => {
    if (!stores.has(origin)) stores.set(origin, new Map());
    return stores.get(origin);
  };

  const answers = {
    "lti.capabilities": () => ({
      supported_messages: Object.keys(answers).map((subject) => ({ subject })),
    }),
    "lti.put_data": ({ key, value }, origin) => {
      const store = storeOf(origin);
      if (!isText(key)) return refusal("bad_request", "key is missing");
      // Nothing to keep means that what was there is forgotten.
      if (value === null || value === undefined) store.delete(key);
      else if (!isText(value)) return refusal("bad_request", "value is no text");
      else if (store.size >= MOST_KEYS && !store.has(key)) {
        return refusal("storage_exhausted", "too many keys");
      } else store.set(key, value);
      return { key, value: value ?? null };
    },
    "lti.get_data": ({ key }, origin) => {
      if (!isText(key)) return refusal("bad_request", "key is missing");
      return { key, value: storeOf(origin).get(key) ?? null };
    },
  };

  const refusal = (code, message) => ({ error: { code, message } });

  window.addEventListener("message", ({ data, origin, source }) => {
    if (!data || !source || source === window || typeof data.subject !== "string") return;
    if (!data.subject.startsWith("lti.") || data.subject.endsWith(".response")) return;
    const { subject, message_id } = data;
    const known = Object.hasOwn(answers, subject);
    const body = !isText(message_id)
      ? refusal("bad_request", "message_id is missing")
      : known ? answers[subject](data, origin) : refusal("unsupported_subject", subject);
    source.postMessage({ subject: `${subject}.response`, message_id, ...body }, origin);
  });
})();
