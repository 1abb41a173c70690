import { CreateForm } from "./_components/create/create-form";
import { Library } from "./_components/library/library";

export default function HomePage() {
  return (
    <>
      <CreateForm />
      <Library />
    </>
  );
}
