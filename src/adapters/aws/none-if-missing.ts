/** Some APIs answer an unknown name with an error, where others give an empty list. */
export async function noneIfMissing(read: () => Promise<readonly object[]>): Promise<readonly object[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && /NotFound(?:Fault|Exception)?$/.test(error.name)) return [];
    throw error;
  }
}
