/** The items of all pages; a page that fails makes the whole fail. */
export async function everyPage<Page>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly object[] | undefined,
): Promise<readonly object[]> {
  const items: object[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}

/** Every item of answers that bear a token until the last. */
export async function everyItem<Answer extends { readonly NextToken?: string | undefined }>(
  ask: (token: { readonly NextToken?: string }) => Promise<Answer>,
  itemsOf: (answer: Answer) => readonly object[] | undefined,
): Promise<readonly object[]> {
  const items: object[] = [];
  let token: string | undefined;
  do {
    const answer = await ask(token === undefined ? {} : { NextToken: token });
    items.push(...(itemsOf(answer) ?? []));
    token = answer.NextToken;
  } while (token);
  return items;
}
