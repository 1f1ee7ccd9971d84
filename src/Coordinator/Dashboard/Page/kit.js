// @ts-check: What all views and pictures take from, under one name.
export * from "./html.js";
export * from "./address.js";
export * from "./api.js";
export * from "./live.js";
export * from "./parts/sets.js";
export * from "./parts/words.js";
export * from "./parts/fields.js";
export * from "./parts/say.js";
export * from "./parts/actions.js";
export * from "./parts/answer.js";
export * from "./parts/copy.js";
export * from "./parts/table.js";
