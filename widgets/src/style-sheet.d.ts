declare module "*.css" {
  /** The text of the style sheet and of those that it imports. */
  const text: string;
  export default text;
}
